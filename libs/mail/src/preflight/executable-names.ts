/**
 * Files that run when they are opened. Evidence: what Gmail refuses ("File types blocked in Gmail",
 * https://support.google.com/mail/answer/6590) and Outlook hides ("Blocked attachments in Outlook",
 * https://support.microsoft.com/office/434752e1-02d3-4e90-9124-8b81e49a8519), with documents that hold macros.
 */
const ENDINGS: ReadonlySet<string> = new Set(
  `ade adp apk app appinstaller application appref-ms appx appxbundle asp aspx bas bat cab cer chm cmd com cpl crt csh der
   diagcab dll dmg docm dotm ex ex_ exe fxp gadget hlp hta img inf ins iso isp its jar jnlp js jse ksh lib lnk mad maf mam
   maq mar mas mat mau mav maw mcf mda mdb mde mdt mdw mdz msc msh msi msix msixbundle msp mst nsh ops osd pcd pif pkg pl
   potm ppam ppsm pptm prf prg printerexport ps1 ps1xml ps2 psc1 psc2 psd1 psdm1 py pyc pyw reg scf scr sct sh shb shs sldm
   sys theme tmp url vb vbe vbp vbs vhd vhdx vxd webpnp website ws wsb wsc wsf wsh xbap xlam xll xlsm xltm xnk`.split(
    /\s+/,
  ),
);

/** By its last ending: "invoice.pdf.exe" runs. Blanks and dots at the end are dropped by Windows. */
export function isProgramName(name: string): boolean {
  const ending = /\.([a-z0-9_-]{1,20})[\s.]{0,20}$/i.exec(name.slice(-60))?.[1];
  return ending !== undefined && ENDINGS.has(ending.toLowerCase());
}

/** Whatever it is called: Windows (MZ), Linux (ELF), macOS (Mach-O), a script with its interpreter. */
export function beginsAsProgram(octets: Uint8Array): boolean {
  const hex = Buffer.from(octets.subarray(0, 4)).toString('hex');
  return /^4d5a..00|^7f454c46|^(?:cf|ce)faedfe|^cafebabe|^2321/.test(hex);
}
