# Lists services.
Get-Service | Where-Object Status -eq Running | Export-Csv services.csv
