/**
 * Time zones as feeds name them, in minutes east of Greenwich. Abbreviations are ambiguous in the world at large;
 * these are what they mean in feeds: RFC 822 §5.1 for North America, then the zones that publishers outside it write.
 */
const ABBREVIATIONS: Readonly<Record<string, number>> = {
  z: 0, ut: 0, utc: 0, gmt: 0, wet: 0,
  est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420, akst: -540, akdt: -480, hst: -600, ast: -240, adt: -180,
  bst: 60, west: 60, cet: 60, met: 60, mez: 60, cest: 120, mest: 120, mesz: 120, eet: 120, sast: 120, cat: 120, wat: 60, eest: 180, eat: 180, msk: 180, trt: 180,
  brt: -180, art: -180, gst: 240, pkt: 300, ist: 330, ict: 420, wib: 420, hkt: 480, sgt: 480, awst: 480, jst: 540, kst: 540, acst: 570, aest: 600, aedt: 660, nzst: 720, nzdt: 780,
}; // prettier-ignore

/** No zone lies further from Greenwich, in minutes. */
const FURTHEST = 14 * 60;

/** Minutes east of Greenwich; undefined for no zone and for one unheard of. */
export function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined;
  const text = zone.toLowerCase().replace(/\s/g, '').replace('\u2212', '-');
  const [, sign, hours, minutes = '0'] = /^(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?$/.exec(text) ?? [];
  if (sign === undefined || hours === undefined)
    return Object.hasOwn(ABBREVIATIONS, text) ? ABBREVIATIONS[text] : undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  return Math.abs(offset) <= FURTHEST && Number(minutes) < 60 ? offset : undefined;
}
