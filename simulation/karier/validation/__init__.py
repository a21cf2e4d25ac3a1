"""Whether the model can be believed: patterns of model-spec 9 and published results, measured in it as shipped."""

import warnings

warnings.filterwarnings("ignore", "IProgress not found")  # a bar that Mesa would like to have in notebooks
