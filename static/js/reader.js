// Reads QR codes from a video or a photo. The browser's own reader where it really works (some say they read and find nothing),
// else the one in static/vendor, fetched only now. One canvas, one reader, one picture in work; what comes meanwhile is dropped.
const LONGEST_SIDE = 960; // of a whole frame; the middle is looked at as it is, so a small code far away stays readable
const MIDDLE = 0.6;
const PAUSE = 250; // when a browser tells of no new frame, look all the same
const OWN_PATIENCE = 2000; // for each answer of the browser's own reader; then the other one is fetched
const FORMATS = { formats: ["qr_code"] };

let reader = null;
const canvas = document.createElement("canvas");
const pen = canvas.getContext("2d", { willReadFrequently: true });

// files: {picture, says, script, wasm}
export function getReady(files) {
  reader ??= findReader(files).catch((error) => { reader = null; throw error; });
  return reader;
}

async function findReader(files) {
  return (await ownReader(files)) ?? loadedReader(files);
}

// What says that it reads and throws, or never answers, does not read. A slow network takes its time: the other reader is larger.
async function ownReader({ picture, says }) {
  try {
    const kinds = await inTime(globalThis.BarcodeDetector?.getSupportedFormats?.());
    if (!kinds?.includes("qr_code")) return null;
    const test = await createImageBitmap(await (await fetch(picture)).blob());
    const own = new globalThis.BarcodeDetector(FORMATS);
    const [found] = (await inTime(own.detect(test))) ?? [];
    return found?.rawValue === says ? own : null;
  } catch {
    return null;
  }
}

function inTime(answer) {
  return Promise.race([answer, new Promise((done) => setTimeout(done, OWN_PATIENCE, null))]);
}

async function loadedReader({ script, wasm }) {
  await new Promise((done, failed) => {
    const tag = document.createElement("script");
    tag.src = script;
    tag.onload = done;
    tag.onerror = () => failed(new Error("reader"));
    document.head.append(tag);
  });
  const { BarcodeDetector, prepareZXingModule } = globalThis.BarcodeDetectionAPI;
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  return new BarcodeDetector(FORMATS);
}

function drawn(source, { x, y, width, height }, longest) {
  const scale = Math.min(1, longest / Math.max(width, height));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  pen.drawImage(source, x, y, width, height, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function textIn(source, part, longest) {
  const [found] = await (await reader).detect(drawn(source, part, longest));
  return found?.rawValue ?? null;
}

export async function readPhoto(file) {
  const photo = await createImageBitmap(file);
  const whole = { x: 0, y: 0, width: photo.width, height: photo.height };
  // A sharp photo of a whole room may hold a small code; a shaken one is easier to read when it is smaller.
  return (await textIn(photo, whole, 2400)) ?? textIn(photo, whole, LONGEST_SIDE);
}

function nextFrame(video) {
  return new Promise((done) => {
    const alarm = setTimeout(done, PAUSE);
    video.requestVideoFrameCallback?.(() => { clearTimeout(alarm); done(); });
  });
}

function partOf(video, isMiddle) {
  const [width, height] = [video.videoWidth, video.videoHeight];
  if (!isMiddle || Math.max(width, height) <= LONGEST_SIDE) return { x: 0, y: 0, width, height };
  const [inner, high] = [width * MIDDLE, height * MIDDLE];
  return { x: (width - inner) / 2, y: (height - high) / 2, width: inner, height: high };
}

// Calls back with the text of each picture in which there is one, until the returned function is called.
export function watchVideo(video, found) {
  let isOn = true;
  let isMiddle = false;
  (async () => {
    while (isOn) {
      await nextFrame(video);
      if (!isOn || !video.videoWidth || document.hidden) continue;
      const text = await textIn(video, partOf(video, isMiddle), LONGEST_SIDE).catch(() => null);
      isMiddle = !isMiddle;
      if (isOn && text !== null) found(text);
    }
  })();
  return () => { isOn = false; };
}
