"""What a person does with the web page, step by step: each module is a part of the visit."""
