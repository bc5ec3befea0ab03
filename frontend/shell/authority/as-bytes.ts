// A file without its type, as it is sent into custody or beside an answer.

export function asBytes(file: File): Blob {
  return file.slice(0, file.size, "application/octet-stream");
}
