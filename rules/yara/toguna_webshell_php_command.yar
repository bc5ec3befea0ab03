// PHP files that hand the request to the operating system.
rule toguna_webshell_php_command
{
    meta:
        id = "TGN-Y-0010"
        title = "PHP web shell that runs system commands"
        description = "The file passes what a visitor sends to the system's command line. Treat the server as lost until it is rebuilt: passwords in its configuration files were readable."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "critical"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        reference = "https://attack.mitre.org/techniques/T1059/"
        falsepositives = "Administration panels that check the value against a fixed list first"
    strings:
        $php = "<?" 
        $run = /[^a-zA-Z_](system|shell_exec|passthru|popen|proc_open|exec)\s{0,4}\(\s{0,4}@?\$_(POST|GET|REQUEST|COOKIE)\[/ nocase
        $tick = /`\s{0,4}\$_(POST|GET|REQUEST|COOKIE)\[/
        $var1 = /\$(cmd|c|command|comando)\s{0,4}=\s{0,4}@?\$_(POST|GET|REQUEST|COOKIE)\[/ nocase
        $var2 = /(system|shell_exec|passthru|popen|proc_open|exec)\s{0,4}\(\s{0,4}\$(cmd|c|command|comando)[\s\).,]/ nocase
    condition:
        filesize < 2MB and $php and ($run or $tick or ($var1 and $var2))
}
