"""Talking to services: time-outs, retries with backoff, and errors that say what to do.

Own requests go through one session (``asked``); pvlib's functions, which bring their own, through
``through_pvlib``: in a thread with a deadline, since not all of them take a time-out, and again after a pause
where the network or the server failed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.pool import ThreadPool
from typing import Any, TypeVar
from urllib.parse import urlsplit

from sites.problems import Refused, problem

__all__ = ["Patience", "PATIENCE", "asked", "through_pvlib"]

T = TypeVar("T")
AGAIN_STATUS = (429, 500, 502, 503, 504)
REASON_MOST = 300
USER_AGENT = "hengli (day-ahead dispatch of microgrids)"


@dataclass
class Patience:
    """How long to wait.

    Attributes
    ----------
    connect_s, read_s
        Time-outs of one request.
    tries
        How often a request is made at most.
    pause_s
        Before the second try; it doubles with each further one.
    """

    connect_s: float = 5.0
    read_s: float = 30.0
    tries: int = 4
    pause_s: float = 0.5


PATIENCE = Patience()
"""What holds everywhere."""


def asked(url: str, params: Mapping[str, object], service: str) -> dict[str, Any]:
    """Return the JSON object that a GET request is answered with.

    Raises
    ------
    Refused
        The service cannot be reached, refuses the request (its own reason is told), or answers no JSON object.
    """
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.util import Retry

    retry = Retry(
        total=PATIENCE.tries - 1,
        backoff_factor=PATIENCE.pause_s,
        status_forcelist=AGAIN_STATUS,
        allowed_methods=("GET",),
        raise_on_status=False,
        retry_after_max=60,
    )
    shown = {name: str(value) for name, value in params.items()}
    host = urlsplit(url).netloc
    with requests.Session() as session:
        session.mount("https://", HTTPAdapter(max_retries=retry))
        session.headers["User-Agent"] = USER_AGENT
        try:
            response = session.get(url, params=shown, timeout=(PATIENCE.connect_s, PATIENCE.read_s))
        except requests.RequestException as fault:
            raise _unreachable(service, host, fault) from fault
    try:
        answer = response.json()
    except requests.JSONDecodeError as fault:
        reason = f"HTTP {response.status_code}"
        raise Refused([problem("weather-service-answer", service, reason=reason)]) from fault
    if not isinstance(answer, dict):
        raise Refused([problem("weather-service-answer", service, reason=type(answer).__name__)])
    if not response.ok or answer.get("error") is True:
        reason = str(answer.get("reason", f"HTTP {response.status_code}"))[:REASON_MOST]
        raise Refused([problem("weather-service-refused", service, reason=reason)])
    return answer


def through_pvlib(call: Callable[[], T], service: str, host: str, *, deadline_s: float) -> T:
    """Return what a function of pvlib fetches.

    Parameters
    ----------
    call
        The function with its arguments.
    service, host
        For people.
    deadline_s
        How long one try may take.

    Raises
    ------
    Refused
        As :func:`asked`; also where the answer is not of the documented shape.
    """
    import requests

    pause = PATIENCE.pause_s
    fault: BaseException | None = None
    for attempt in range(PATIENCE.tries):
        if attempt:
            time.sleep(pause)
            pause *= 2
        result, fault = _within(call, deadline_s)
        if fault is None:
            assert result is not None
            return result
        if not _may_pass(fault):
            break
    reason = (str(fault) or type(fault).__name__)[:REASON_MOST]
    if isinstance(fault, TimeoutError | requests.ConnectionError | requests.Timeout):
        raise _unreachable(service, host, fault) from fault
    if isinstance(fault, requests.JSONDecodeError | KeyError | IndexError | TypeError | AttributeError):
        said = f"{type(fault).__name__}: {reason}"
        raise Refused([problem("weather-service-answer", service, reason=said)]) from fault
    raise Refused([problem("weather-service-refused", service, reason=reason)]) from fault


def _within(call: Callable[[], T], deadline_s: float) -> tuple[T | None, BaseException | None]:
    """Return what a call gives or how it fails; a call that hangs is left behind in a daemon thread."""
    faults: list[BaseException] = []
    pool = ThreadPool(1)
    pending = pool.apply_async(call, error_callback=faults.append)
    pool.close()
    pending.wait(deadline_s)
    if not pending.ready():
        return None, TimeoutError(f"{deadline_s:.0f} s")
    if pending.successful():
        return pending.get(), None
    return None, faults[0]


def _may_pass(fault: BaseException) -> bool:
    """Whether another try may help: the network, a server's bad moment, or an error page instead of JSON."""
    import requests

    if isinstance(fault, requests.HTTPError):
        return fault.response is not None and fault.response.status_code in AGAIN_STATUS
    passing = (TimeoutError, requests.ConnectionError, requests.Timeout, requests.JSONDecodeError)
    return isinstance(fault, passing)


def _unreachable(service: str, host: str, fault: BaseException) -> Refused:
    return Refused([problem("weather-service-offline", service, host=host, reason=type(fault).__name__)])
