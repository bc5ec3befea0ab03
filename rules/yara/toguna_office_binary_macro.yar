// Old-format Office files that hold macros with a start by itself.
rule toguna_office_binary_macro
{
    meta:
        id = "TGN-Y-0020"
        title = "Old-format Office file with a macro that starts by itself"
        description = "An old-format Office file holds a macro project whose text names an automatic start. Old formats are seldom needed today and are a favourite way in: open it only in an isolated machine."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "medium"
        reference = "https://attack.mitre.org/techniques/T1566/001/"
        reference = "https://attack.mitre.org/techniques/T1137/001/"
        falsepositives = "Old spreadsheets of administrations; many hold harmless macros"
    strings:
        $vba1 = "_VBA_PROJECT" wide
        $vba2 = "VBA" wide fullword
        $auto1 = "AutoOpen" nocase ascii wide
        $auto2 = "Auto_Open" nocase ascii wide
        $auto3 = "Document_Open" nocase ascii wide
        $auto4 = "Workbook_Open" nocase ascii wide
        $auto5 = "AutoExec" nocase ascii wide
    condition:
        filesize < 30MB and uint32(0) == 0xe011cfd0 and any of ($vba*) and any of ($auto*)
}
