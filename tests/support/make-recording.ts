// A recording that is one by its bytes: frames of MPEG 1 Layer 3 (ISO/IEC 11172-3, 2.4.1.3) at 64 kbit/s and 44.1 kHz, mono, of silence.
const frameBytes = 208;
const framesPerSecond = 44_100 / 1152;

/** @param seconds about how long it lasts. */
export function makeRecording(seconds: number): Buffer {
  const frame = Buffer.alloc(frameBytes);
  frame.set([0xff, 0xfb, 0x50, 0xc4]);
  return Buffer.concat(Array.from({ length: Math.ceil(seconds * framesPerSecond) }, () => frame));
}
