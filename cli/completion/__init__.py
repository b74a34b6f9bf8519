"""What a shell is taught: the verbs and their options, completed by typer."""
