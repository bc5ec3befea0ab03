// System summaries that information stealers send beside the passwords.
rule toguna_stealer_system_info
{
    meta:
        id = "TGN-Y-0018"
        title = "System summary of an information stealer"
        description = "The text describes a machine as information stealers do: hardware id, address, keyboard layouts, installed programs and the build of the stealer. It tells which machine was infected and when."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "high"
        reference = "https://attack.mitre.org/techniques/T1082/"
        reference = "https://attack.mitre.org/techniques/T1555/003/"
        falsepositives = "Help-desk inventories, which carry no build id of a stealer"
    strings:
        $id1 = "HWID:" nocase
        $id2 = "MachineID:" nocase
        $id3 = "Build ID:" nocase
        $id4 = "Build Tag:" nocase
        $net1 = "IP:" nocase
        $net2 = "Country:" nocase
        $net3 = "Zip Code:" nocase
        $env1 = "Installed Browsers" nocase
        $env2 = "Available KeyboardLayouts" nocase
        $env3 = "Installed Software" nocase
        $env4 = "Process List" nocase
        $env5 = "AntiVirus" nocase
        $path1 = "FileLocation:" nocase
        $path2 = "Screen Resolution" nocase
        $path3 = "ScreenSize:" nocase
    condition:
        filesize < 5MB and 2 of ($id*) and any of ($net*) and 2 of ($env*) and any of ($path*)
}
