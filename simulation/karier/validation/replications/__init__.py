"""Published results, measured in the engine's own promotion, exits, appraisal and recruitment (model-spec 9).

One module a paper: it sets a stage (scenarios/replications/<name>.yaml), runs the engine's processes on it and adds
only what the paper has and the engine lacks. docs/replications.md tells which is which.
"""
