// The camera: asked for once a visit and then kept, so that no phone asks twice. Says in one word what is wrong when it does not open.
const WANTED = { audio: false, video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } } };
const TROUBLE = { NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "absent", OverconstrainedError: "absent", NotReadableError: "busy", AbortError: "busy" };

let stream = null;

export function whyNot() {
  if (!globalThis.isSecureContext) return "insecure";
  return navigator.mediaDevices?.getUserMedia ? "" : "unable";
}

export async function openCamera(video) {
  const trouble = whyNot();
  if (trouble) return trouble;
  try {
    // A stream whose camera was taken away (a call, a sleeping phone) is asked for again.
    if (!stream?.getVideoTracks().some((track) => track.readyState === "live")) stream = await navigator.mediaDevices.getUserMedia(WANTED);
    video.srcObject = stream;
    await video.play();
    return "";
  } catch (error) {
    return TROUBLE[error.name] ?? "busy";
  }
}

export function closeCamera(video) {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  video.srcObject = null;
}

export function hasTorch() {
  return Boolean(stream?.getVideoTracks()[0]?.getCapabilities?.().torch);
}

export async function turnTorch(isOn) {
  await stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: isOn }] }).catch(() => null);
}
