/** The forms that schemas give to values: `id`, `id_`, types of XML Schema, `[a,b]`. */
export function fitsForm(value: string, form: string): boolean {
  const plain = value.trim();
  switch (form) {
    case 'id':
      return /^[a-zA-Z][-_a-zA-Z0-9]*$/.test(value);
    case 'id_':
      return /^[a-zA-Z_][-_a-zA-Z0-9]*$/.test(value);
    case 'boolean':
      return /^(?:true|false|0|1)$/.test(plain);
    case 'short':
      return /^[-+]?\d+$/.test(plain) && Number(plain) >= -32_768 && Number(plain) <= 32_767;
    case 'unsignedInt':
      return /^(?:\+?\d+|-0+)$/.test(plain) && Number(plain) <= 4_294_967_295;
    default:
      return range(form) === undefined ? form.slice(1, -1).split(',').includes(value) : within(plain, form);
  }
}

function range(form: string): readonly [number, number] | undefined {
  const [, least, most] = /^(\d+)\.\.(\d+)$/.exec(form) ?? [];
  return least === undefined ? undefined : [Number(least), Number(most)];
}

function within(value: string, form: string): boolean {
  const [least, most] = range(form) ?? [0, 0];
  return /^[-+]?\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
}

/** Behind "… is": what is wrong with a value that does not have a form. */
export function formInWords(form: string): string {
  switch (form) {
    case 'id':
      return 'no name: it holds letters, digits, "_" and "-" only, and begins with a letter';
    case 'id_':
      return 'no name: it holds letters, digits, "_" and "-" only, and begins with no digit';
    case 'boolean':
      return 'neither true nor false';
    case 'short':
    case 'unsignedInt':
      return 'no whole number, and no expression may stand here';
    default:
      return `none of ${form.replace(/[[\]]/g, '').replaceAll(',', ', ')}`;
  }
}
