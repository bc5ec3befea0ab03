Sub Workbook_Open()
  Sheets("Budget").Range("A1").Value = Date
End Sub
