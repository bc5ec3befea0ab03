Get-MpPreference | Select-Object ExclusionPath
Get-MpComputerStatus
