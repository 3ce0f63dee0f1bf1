"""The month's plan on the page: whose and which month, its totals, weeks, people and days, and its workbook."""
