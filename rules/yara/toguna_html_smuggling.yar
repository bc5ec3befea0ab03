// HTML attachments that build a file in the browser and make it download.
rule toguna_html_smuggling
{
    meta:
        id = "TGN-Y-0006"
        title = "HTML file that assembles and downloads a hidden file"
        description = "The page carries a file as text, decodes it in the browser and saves it at once. Mail filters see only a page; the archive or disk image appears on the person's machine."
        author = "Toguna project"
        version = "1"
        date = "2026-11-22"
        status = "stable"
        level = "high"
        reference = "https://attack.mitre.org/techniques/T1027/006/"
        falsepositives = "Web applications that export a report as a download, when their page was saved and sent"
    strings:
        $tag = "<script" nocase
        $decode1 = "atob(" nocase
        $decode2 = "Uint8Array(" nocase
        $blob1 = "new Blob(" nocase
        $blob2 = "msSaveOrOpenBlob" nocase
        $url = "createObjectURL(" nocase
        $save1 = ".download" nocase
        $save2 = "setAttribute('download'" nocase
        $save3 = "download=\"" nocase
        $name = /["'][^"'\r\n]{1,60}\.(zip|iso|img|vhd|lnk|js|hta|wsf|7z|rar)["']/ nocase
    condition:
        filesize < 20MB and $tag and all of ($decode*) and any of ($blob*) and $url and any of ($save*) and $name
}
