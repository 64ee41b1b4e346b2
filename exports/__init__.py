"""What leaves the office: workbooks and text files, typed, through the policy, row by row."""
