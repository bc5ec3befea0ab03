// PDF files that act when opened.
rule toguna_pdf_active
{
    meta:
        id = "TGN-Y-0035"
        title = "PDF that acts when opened"
        description = "The document starts a script, a program or a form when it is opened. Ordinary letters and invoices do not. Look at it in the isolated viewer only."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "medium"
        reference = "https://attack.mitre.org/techniques/T1204/002/"
        falsepositives = "Administrative forms that compute sums by script"
    strings:
        $pdf = "%PDF-"
        $open1 = "/OpenAction"
        $open2 = "/AA"
        $act1 = "/Launch"
        $act2 = "/JavaScript"
        $act3 = "/EmbeddedFile"
        $bad1 = "cmd.exe" nocase
        $bad2 = "powershell" nocase
        $bad3 = "unescape(" nocase
        $bad4 = "exportDataObject" nocase
        $bad5 = "app.launchURL" nocase
        $bad6 = "eval(" nocase
    condition:
        filesize < 50MB and $pdf in (0..1024) and any of ($open*) and any of ($act*) and any of ($bad*)
}
