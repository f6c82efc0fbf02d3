# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # Shapes
#
# ## Areas
#
# How much ground a rectangle covers, and how much of it is under water. (§1.1)


# %%
def area(width, height):
    """The area of a rectangle, both sides at least 0."""
    raise NotImplementedError


# %%
def dry(width, height, depths):
    """The area left of a rectangle when water of these depths has eaten into its height; at least 0."""
    raise NotImplementedError
