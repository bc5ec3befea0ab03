// PHP files that run code taken from the request or hidden in layers.
rule toguna_webshell_php_eval
{
    meta:
        id = "TGN-Y-0009"
        title = "PHP web shell that runs hidden or received code"
        description = "The file runs code that a visitor sends, or that is packed in several layers. Whoever knows its address commands the server: find when it was written, who asked for it in the access log, and what else changed that day."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "critical"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        falsepositives = "Commercial PHP encoders, which do not read the request before running"
    strings:
        $php = "<?php" nocase
        $direct1 = /(eval|assert)\s{0,4}\(\s{0,4}@?\$_(POST|GET|REQUEST|COOKIE)/ nocase
        $direct2 = /(eval|assert)\s{0,4}\(\s{0,4}(base64_decode|gzinflate|gzuncompress|str_rot13)\s{0,4}\(\s{0,4}@?\$_(POST|GET|REQUEST|COOKIE|SERVER)/ nocase
        $layer1 = /eval\s{0,4}\(\s{0,4}gzinflate\s{0,4}\(\s{0,4}(base64_decode|str_rot13)\s{0,4}\(/ nocase
        $layer2 = /eval\s{0,4}\(\s{0,4}(str_rot13|gzuncompress)\s{0,4}\(\s{0,4}base64_decode\s{0,4}\(/ nocase
        $create = /create_function\s{0,4}\(\s{0,4}["']{2}\s{0,4},\s{0,4}@?\$_(POST|GET|REQUEST|COOKIE)/ nocase
    condition:
        filesize < 2MB and $php and any of ($direct*, $layer*, $create)
}
