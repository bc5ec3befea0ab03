// Macro code that starts by itself and runs a program or fetches a file.
rule toguna_macro_autorun
{
    meta:
        id = "TGN-Y-0019"
        title = "Macro that starts by itself and runs a program"
        description = "The document's code starts when it is opened and calls the command line or fetches a file. If somebody enabled the content, treat that machine as entered; find who else got the same document."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "high"
        reference = "https://attack.mitre.org/techniques/T1059/005/"
        reference = "https://attack.mitre.org/techniques/T1204/002/"
        falsepositives = "In-house templates that start a program; keep them signed and list them as allowed"
    strings:
        $auto1 = "Sub AutoOpen" nocase
        $auto2 = "Sub Auto_Open" nocase
        $auto3 = "Sub Document_Open" nocase
        $auto4 = "Sub Workbook_Open" nocase
        $auto5 = "Sub AutoExec" nocase
        $auto6 = "Sub Document_Close" nocase
        $run1 = "WScript.Shell" nocase
        $run2 = "Shell(" nocase
        $run3 = "Shell \"" nocase
        $run8 = "Shell (" nocase
        $run4 = "MSXML2.XMLHTTP" nocase
        $run5 = "URLDownloadToFile" nocase
        $run6 = "ADODB.Stream" nocase
        $run7 = "Win32_Process" nocase
        $what1 = "powershell" nocase
        $what2 = "cmd /c" nocase
        $what3 = "cmd.exe" nocase
        $what4 = "mshta" nocase
        $what5 = "http://" nocase
        $what6 = "https://" nocase
        $what7 = "StrReverse(" nocase
        $what8 = /Chr\([0-9]{2,3}\) {0,2}& {0,2}Chr\(/ nocase
    condition:
        filesize < 20MB and any of ($auto*) and any of ($run*) and any of ($what*)
}
