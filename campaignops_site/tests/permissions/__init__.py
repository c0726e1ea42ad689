"""Who gets in where: every address of the pages, operation of the API and act of the admin, in every role."""
