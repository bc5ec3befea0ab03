// Java server pages that run commands or load code from the request.
rule toguna_webshell_jsp
{
    meta:
        id = "TGN-Y-0012"
        title = "JSP web shell"
        description = "The page runs commands or loads code that a visitor sends. On a Java server it acts with the rights of the whole application, often also its database."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "critical"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        falsepositives = "Diagnostic pages of some products that run one fixed command"
    strings:
        $jsp1 = "<%@" 
        $jsp2 = "<%"
        $run1 = "Runtime.getRuntime().exec(" nocase
        $run2 = "new ProcessBuilder(" nocase
        $run3 = "defineClass(" nocase
        $in1 = "request.getParameter(" nocase
        $in2 = "request.getHeader(" nocase
        $in3 = "request.getReader()" nocase
        $out = "getInputStream()" nocase
        $aes = "Cipher.getInstance(\"AES" nocase
    condition:
        filesize < 1MB and any of ($jsp*) and any of ($run*) and any of ($in*) and ($out or $aes)
}
