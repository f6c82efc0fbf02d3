# %% given cell
import pandas as pd
sales = pd.DataFrame({
    "region": ["north", "south", "north", "east"],
    "units": [10, 20, 30, 5],
    "price": [1.5, 2.0, 1.0, 4.0],
    "day": pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-02", "2024-02-01"]),
})
# %% right answer
sales["revenue"] = sales["units"] * sales["price"]
by_region = sales.groupby("region")["revenue"].sum().sort_values(ascending=False)
def busiest(frame):
    return frame.loc[frame["units"].idxmax(), "region"]
def monthly(frame):
    return frame.groupby(frame["day"].dt.month)["units"].sum()
# %% wrong answer
# by_region = sales.groupby("region")["units"].sum()
# def busiest(frame):
#     return frame.loc[0, "region"]
# def monthly(frame):
#     return frame["units"]
# %% grade cell 0
assert list(by_region.index) == ["south", "north", "east"]
assert by_region["north"] == 45.0
# %% grade cell 1
assert busiest(sales) == "north"
assert busiest(pd.DataFrame({"region": ["a", "b"], "units": [1, 2]})) == "b"
# %% grade cell 2
pd.testing.assert_series_equal(
    monthly(sales), pd.Series([60, 5], index=[1, 2], name="units"), check_names=False, check_index_type=False
)
# %% grade cell 3
assert "revenue" in sales.columns
assert sales["revenue"].tolist() == [15.0, 40.0, 30.0, 20.0]
