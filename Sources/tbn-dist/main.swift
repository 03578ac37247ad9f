print("tbn-dist")
