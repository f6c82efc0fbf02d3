# %% given cell
with open("scores.csv", "w") as file:
    file.write("name,score\nAda,90\nBob,70\nEve,85\n")
# %% right answer
import csv
def read_scores(path):
    with open(path) as file:
        return {row["name"]: int(row["score"]) for row in csv.DictReader(file)}
def best(path):
    scores = read_scores(path)
    return max(scores, key=scores.get)
def write_sorted(path, target):
    scores = read_scores(path)
    with open(target, "w") as file:
        for name in sorted(scores, key=scores.get, reverse=True):
            file.write(f"{name}\n")
# %% wrong answer
# def read_scores(path):
#     return {}
# def best(path):
#     return "Bob"
# def write_sorted(path, target):
#     open(target, "w").close()
# %% grade cell 0
assert read_scores("scores.csv") == {"Ada": 90, "Bob": 70, "Eve": 85}
# %% grade cell 1
assert best("scores.csv") == "Ada"
try:
    read_scores("missing.csv")
except FileNotFoundError:
    pass
else:
    assert False
# %% grade cell 2
write_sorted("scores.csv", "sorted.txt")
with open("sorted.txt") as file:
    assert file.read().split() == ["Ada", "Eve", "Bob"]
