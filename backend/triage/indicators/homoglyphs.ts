// The skeleton of a name: what is left when letters that look alike are made one. Pure.
import { toUnicodeHost } from "../extract/hosts.ts";

// Letters of other scripts, and Latin ones, that a reader takes for the Latin letter after the colon (a selection of
// Unicode UTS 39 confusables, restricted to letters that IDNA 2008 allows in names).
const lookalikes =
  "a:аαɑạ b:ьЬƅ c:сϲᴄ d:ԁɗ e:еєҽẹ f:ғ g:ɡցġ h:һհ i:іıɩιìíї j:јʝ k:кκ l:ӏǀłι1| m:мṃ n:пոṇñ o:оοօ0ọө p:рρ q:ԛգ r:гᴦ s:ѕʂṣ t:тτţ u:υսũцү v:ѵνʋ w:ԝωшա x:хχ y:уγʏү z:ᴢżʐ";
const toLatin = new Map<string, string>();
for (const group of lookalikes.split(" "))
  for (const char of group.slice(2)) if (!toLatin.has(char)) toLatin.set(char, group.charAt(0));

/**
 * The skeleton of an A-label host: diacritics removed, look-alike letters made Latin, "rn" made "m", "vv" made "w".
 * Two names with one skeleton are hard to tell apart at a glance. Equal to the host itself for plain ASCII names.
 */
export function skeletonOf(asciiHost: string): string {
  const shown = toUnicodeHost(asciiHost).normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  let out = "";
  for (const char of shown) out += toLatin.get(char) ?? char;
  return out.replaceAll("rn", "m").replaceAll("vv", "w");
}
