"""The network between the buses: linear equations for the model, AC power flow for what it brought.

``feeder``  impedances and topology as arrays      ``tangents``  where losses are linearised, what was tightened
``flow``    AC power flow of every step            ``equations`` linearised DistFlow in the model
``checked`` a plan held against AC                 ``rounds``    solve, check, tighten, solve again
"""
