"""Which articles tell the same story: the evidence, the links, the stories, their comparison."""
