"""How fast the model is, measured beside what others would write. Nothing in the package knows of this folder."""
