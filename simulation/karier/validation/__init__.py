"""Whether the model can be believed: patterns of model-spec 9 and published results, measured in it as shipped."""
