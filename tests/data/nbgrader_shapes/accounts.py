# %% given cell
class InsufficientFunds(Exception):
    """Raised where an account would be overdrawn."""
# %% right answer
class Account:
    def __init__(self, owner, balance=0):
        self.owner, self.balance = owner, balance
    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("a deposit is positive")
        self.balance += amount
    def withdraw(self, amount):
        if amount > self.balance:
            raise InsufficientFunds(amount)
        self.balance -= amount
    def __repr__(self):
        return f"Account({self.owner!r}, {self.balance})"
    def __eq__(self, other):
        return (self.owner, self.balance) == (other.owner, other.balance)
class Savings(Account):
    def interest(self, rate):
        self.deposit(self.balance * rate)
# %% wrong answer
# class Account:
#     def __init__(self, owner, balance=0):
#         self.owner, self.balance = owner, 0
#     def deposit(self, amount):
#         pass
#     def withdraw(self, amount):
#         pass
# class Savings(Account):
#     pass
# %% grade cell 0
account = Account("Ada", 100)
account.deposit(50)
account.withdraw(30)
assert account.balance == 120
# %% grade cell 1
poor = Account("Bob")
try:
    poor.withdraw(1)
    assert False, "nothing was raised"
except InsufficientFunds:
    pass
# %% grade cell 2
assert repr(Account("Ada", 5)) == "Account('Ada', 5)"
assert Account("Ada", 5) == Account("Ada", 5)
# %% grade cell 3
saved = Savings("Eve", 200)
saved.interest(0.1)
assert isinstance(saved, Account)
assert saved.balance == 220
