"""One module for each step. A step that was released is never changed; a further one comes after it."""
