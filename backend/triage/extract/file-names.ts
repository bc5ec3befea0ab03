// Tells file names from domains: extensions that are no top-level domain, those that are both, and product names with a dot.

const onlyFiles =
  "exe dll scr sys drv cpl ocx bat cmd ps1 psm1 vbs vbe js jse mjs cjs ts wsf wsh hta lnk url inf reg iso img vhd vhdx rar 7z gz tgz bz2 xz tar cab jar war apk ipa dmg pkg deb rpm msi msix msp doc docx docm dot dotx dotm xls xlsx xlsm xlsb xlt xltm xll ppt pptx pptm ppam pps ppsx pdf rtf odt ods odp csv tsv txt log ini cfg conf config json xml yml yaml html htm mht mhtml shtml xhtml php php5 phtml asp aspx ashx jsp jspx cgi cfm eml msg pst ost mbox ics vcf jpg jpeg png gif bmp webp svg tif tiff heic mp3 mp4 avi mkv wav ogg opus evtx evt pcap pcapng dmp sql sqlite db mdb bak tmp old swp key pem crt cer pfx p12 kdbx torrent bin dat elf ko class pyc locked encrypted crypt enc onetoc2 one ttf woff woff2 css";
// Also top-level domains: a bare name is taken for a file unless something speaks for a host.
const filesAndTlds = "zip mov md sh py";

const fileExtensions = new Set(onlyFiles.split(" "));
const ambiguousExtensions = new Set(filesAndTlds.split(" "));
const productNames = new Set(
  "node.js vue.js next.js nuxt.js react.js angular.js three.js express.js d3.js socket.io asp.net vb.net ado.net ml.net paint.net".split(
    " ",
  ),
);

export type NameNature = "file" | "ambiguous" | "product" | "other";

/**
 * What a dotted name is by its look alone.
 * "ambiguous" names end in an extension that is also a top-level domain ("update.zip").
 */
export function natureOfName(name: string): NameNature {
  const lower = name.toLowerCase();
  if (productNames.has(lower)) return "product";
  const labels = lower.split(".");
  const last = labels.at(-1) ?? "";
  if (labels.length < 2 || labels[0] === "") return "other";
  if (fileExtensions.has(last)) return "file";
  if (ambiguousExtensions.has(last)) return "ambiguous";
  return "other";
}

/** True for an extension that ransomware or a second save appended to a file name ("budget.xlsx.lockbit"). */
export function hasInnerExtension(name: string): boolean {
  const labels = name.toLowerCase().split(".");
  return labels.length >= 3 && fileExtensions.has(labels.at(-2) ?? "");
}

/** A quoted name with spaces, as people cite attachments: « Relevé de compte.xlsm ». */
export const quotedFileName = /[«“"][ \u00a0]?([^«»“”"\n\\/]{1,150}\.[A-Za-z0-9]{1,8})[ \u00a0]?[»”"]/gu;
