"""What happens, told to those who look on: heard from the database, handed to every open stream."""
