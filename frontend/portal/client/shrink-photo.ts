// Makes a photo small enough for a bad line: long side 1,600 px, JPEG. Position and phone in its data are lost with it.

const longSidePx = 1600;
const quality = 0.7;

/** The photo made smaller, or the file as it is when it is no photo, is small already, or cannot be read here. */
export async function shrinkPhoto(file: File): Promise<Blob> {
  if (!/^image\/(jpeg|png|webp|heic|heif)$/.test(file.type) || typeof createImageBitmap !== "function") return file;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, longSidePx / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const small = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, "image/jpeg", quality);
    });
    // A screenshot may be smaller as it was; then only a JPEG's hidden data is a reason to change it.
    return small && (small.size < file.size || file.type === "image/jpeg") ? small : file;
  } catch {
    return file;
  }
}

/** The name of a photo that became a JPEG. */
export function shrunkName(file: File, blob: Blob): string {
  return blob === file || blob.type === file.type ? file.name : file.name.replace(/\.[a-z0-9]{2,5}$/i, "") + ".jpg";
}
