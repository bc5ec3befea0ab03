// PowerShell text that fetches code and runs it hidden.
rule toguna_powershell_downloader
{
    meta:
        id = "TGN-Y-0025"
        title = "PowerShell that fetches and runs code"
        description = "The script fetches code from an address and runs it in memory or hidden. The address belongs in the indicators; the machine's PowerShell log tells what ran."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "high"
        reference = "https://attack.mitre.org/techniques/T1059/001/"
        reference = "https://attack.mitre.org/techniques/T1105/"
        falsepositives = "Installation one-liners of package managers, which name a known host"
    strings:
        $get1 = "DownloadString(" nocase ascii wide
        $get2 = "DownloadFile(" nocase ascii wide
        $get3 = "DownloadData(" nocase ascii wide
        $get4 = "Invoke-WebRequest" nocase ascii wide
        $get5 = "Start-BitsTransfer" nocase ascii wide
        $run1 = "Invoke-Expression" nocase ascii wide
        $run2 = "IEX (" nocase ascii wide
        $run3 = "IEX(" nocase ascii wide
        $run4 = "|IEX" nocase ascii wide
        $run5 = "| iex" nocase ascii wide
        $run6 = "Reflection.Assembly]::Load(" nocase ascii wide
        $hide1 = "-WindowStyle Hidden" nocase ascii wide
        $hide2 = "-w hidden" nocase ascii wide
        $hide3 = "FromBase64String(" nocase ascii wide
        $hide4 = "-ExecutionPolicy Bypass" nocase ascii wide
        $hide5 = "-ep bypass" nocase ascii wide
        $hide6 = "-nop" nocase ascii wide
    condition:
        filesize < 5MB and any of ($get*) and any of ($run*) and any of ($hide*)
}
