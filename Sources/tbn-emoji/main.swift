print("tbn-emoji")
