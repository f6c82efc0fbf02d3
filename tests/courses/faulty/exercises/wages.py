# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # Wages, with a fault of each kind
#
# ## Pay
#
# (§1.1)


# %%
def pay(hours, rate):
    """Checked with one hour only: a slip lives, a misconception goes free, and two are the same."""
    raise NotImplementedError


# %%
def bonus(hours):
    """Nothing of it is left to write, so the exercise earns its points."""
    return max(hours - 40, 0)


# %%
def overtime(hours):
    """No check is about it."""
    raise NotImplementedError


# %% [markdown]
# ## Rest
#
# This text cites no section.


# %%
def rest(hours):
    """Its check expects another answer than the reference's on some inputs."""
    raise NotImplementedError


# %% [markdown]
# ## Week (§1.2)


# %%
def week(days):
    """Its check cannot deal with an answer of None."""
    raise NotImplementedError
# edited
