// Windows script files that fetch a program and start it.
rule toguna_script_dropper
{
    meta:
        id = "TGN-Y-0027"
        title = "Windows script that fetches and starts a program"
        description = "A script file for Windows fetches a file, writes it and starts it. Such files come as an attachment named like an invoice; nobody needs to receive them by mail."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "high"
        reference = "https://attack.mitre.org/techniques/T1059/005/"
        reference = "https://attack.mitre.org/techniques/T1059/007/"
        falsepositives = "Old sign-in scripts of networks, which fetch from a share, not from an address"
    strings:
        $obj1 = "ActiveXObject(" nocase
        $obj2 = "CreateObject(" nocase
        $net1 = "XMLHTTP" nocase
        $net2 = "WinHttpRequest" nocase
        $net3 = "bitsadmin" nocase
        $write1 = "ADODB.Stream" nocase
        $write2 = "SaveToFile" nocase
        $write3 = "/transfer" nocase
        $run1 = "WScript.Shell" nocase
        $run2 = "Shell.Application" nocase
        $run3 = ".ShellExecute" nocase
    condition:
        filesize < 5MB and any of ($obj*) and any of ($net*) and any of ($write*) and any of ($run*)
}
