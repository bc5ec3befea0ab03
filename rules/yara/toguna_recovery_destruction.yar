// Scripts that destroy the means to restore before files are encrypted.
rule toguna_recovery_destruction
{
    meta:
        id = "TGN-Y-0016"
        title = "Script that deletes restore points and backups"
        description = "The script removes shadow copies, backup catalogues or recovery settings, which is done minutes before files are encrypted. If it was found in time, cut the network now."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "critical"
        reference = "https://attack.mitre.org/techniques/T1490/"
        falsepositives = "Some imaging tools delete old shadow copies, but not the recovery settings as well"
    strings:
        $a1 = "vssadmin delete shadows" nocase
        $a2 = "wmic shadowcopy delete" nocase
        $a3 = "Win32_ShadowCopy" nocase
        $b1 = "wbadmin delete catalog" nocase
        $b2 = "wbadmin delete systemstatebackup" nocase
        $b3 = "recoveryenabled no" nocase
        $b4 = "bootstatuspolicy ignoreallfailures" nocase
        $b5 = "wevtutil cl" nocase
        $b6 = "cipher /w:" nocase
    condition:
        filesize < 5MB and any of ($a*) and any of ($b*)
}
