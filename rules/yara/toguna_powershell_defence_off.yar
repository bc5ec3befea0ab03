// PowerShell text that switches protection off.
rule toguna_powershell_defence_off
{
    meta:
        id = "TGN-Y-0026"
        title = "PowerShell that switches protection off"
        description = "The script blinds script scanning or the antivirus before anything else. What follows was meant to stay unseen: look at the same minutes in the machine's log."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "high"
        reference = "https://attack.mitre.org/techniques/T1562/001/"
        falsepositives = "Deployment scripts that add a documented exclusion"
    strings:
        $amsi1 = "AmsiUtils" nocase ascii wide
        $amsi2 = "amsiInitFailed" nocase ascii wide
        $amsi3 = "AmsiScanBuffer" nocase ascii wide
        $av1 = "Set-MpPreference" nocase ascii wide
        $off1 = "-DisableRealtimeMonitoring" nocase ascii wide
        $off2 = "-DisableIOAVProtection" nocase ascii wide
        $off3 = "-DisableScriptScanning" nocase ascii wide
        $patch1 = "VirtualProtect" ascii wide
        $patch2 = "SetValue($null" nocase ascii wide
    condition:
        filesize < 5MB and ((any of ($amsi*) and any of ($patch*)) or ($av1 and any of ($off*)))
}
