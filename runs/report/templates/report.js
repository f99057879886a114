(() => {
  "use strict";
  if (typeof window.vegaEmbed !== "function") return;  // the report was copied away alone: its drawings stay
  const options = { mode: "vega-lite", actions: false, renderer: "svg", tooltip: { theme: "plain" } };
  document.querySelectorAll("figure.figure").forEach((figure) => {
    const spec = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
    const live = figure.querySelector(".live");
    window.vegaEmbed(live, spec, options)
      .then(() => figure.classList.add("is-live"))
      .catch((fault) => { live.textContent = ""; console.error(fault); });
  });
})();
