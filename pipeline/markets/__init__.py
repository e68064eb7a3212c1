"""Projects, government actions, price facts and product contents: facts quoted one by one."""
