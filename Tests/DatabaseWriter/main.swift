await DatabaseWriter.run()
