// ASP and ASP.NET pages that run commands or code from the request.
rule toguna_webshell_aspx
{
    meta:
        id = "TGN-Y-0013"
        title = "ASP.NET web shell"
        description = "The page runs commands or code that a visitor sends, with the rights of the web server's account. On mail servers this often follows an unpatched weakness: check the patch level and every other page written that day."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "critical"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        falsepositives = "Developers' test pages that were left on a server; they are no less dangerous"
    strings:
        $page1 = "<%@ Page" nocase
        $page2 = "<script runat=\"server\"" nocase
        $page3 = "<%@ WebHandler" nocase
        $page4 = "<%eval" nocase
        $in1 = "Request[" nocase
        $in2 = "Request.Form" nocase
        $in3 = "Request.Item[" nocase
        $in4 = "Request.QueryString" nocase
        $in5 = "request(" nocase
        $run1 = "Process.Start(" nocase
        $run2 = "ProcessStartInfo" nocase
        $run3 = /eval\s{0,3}\(?\s{0,3}Request/ nocase
        $run4 = "Assembly.Load(" nocase
        $run5 = "cmd.exe" nocase
    condition:
        filesize < 1MB and any of ($page*) and any of ($in*) and any of ($run*)
}
