"""What is said to people: messages as data, and the language in which they are said."""
