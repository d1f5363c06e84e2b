// Shows a chosen picture and lets the user move and zoom it. Loaded with the first one: without this module, the server keeps the centre.

const SMALLEST_SQUARE = 128; // pixels of the picture that is chosen
const MAX_ZOOM = 8;
const PREVIEW_SIDE = 2_048; // more pixels make moving slow, and are not visible
const SHRUNK_SIDE = 4_096; // enough for a sharp picture at the highest zoom that is useful

const clamp = (value, min, max) => Math.min(Math.max(value, min), Math.max(min, max));

/** Returns a function that shows the file which the form has at the moment. */
export function createEditor(form, { createElement, markField, clearErrors }) {
  const { Photo: input, Crop: field } = form.elements;
  const { maxBytes, maxPixels, tooLarge, unsupportedFormat } = form.dataset;
  const dialog = form.closest('dialog');
  const [area, plain, stage, slider, status] = ['.crop', '.crop-plain', '.crop-stage', '.crop-zoom input', '.crop-values']
    .map((selector) => form.querySelector(selector));
  const percent = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`, { style: 'percent' });
  const pointers = new Map();
  let picture;
  let maxZoom;
  let view; // the middle of the square in pixels of the picture, and the zoom
  let frame;
  let hasMoved;
  let generation = 0; // of the chosen file

  const square = (zoom = view.zoom) => {
    const side = Math.min(picture.width, picture.height) / zoom;
    return { left: view.x - side / 2, top: view.y - side / 2, side };
  };

  const draw = () => {
    frame = undefined;
    const { left, top, side } = square();
    form.querySelectorAll('.crop canvas').forEach((canvas) => {
      const context = canvas.getContext('2d');
      context.imageSmoothingQuality = 'medium';
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height);
    });
    slider.value = view.zoom * 100;
    slider.setAttribute('aria-valuetext', percent.format(view.zoom));
    field.value = [left / picture.width, top / picture.height, 1 / view.zoom].map((share) => Math.max(share, 0).toFixed(6)).join();
  };

  /** However many events a frame has, it is drawn once. */
  const moveTo = (x, y, zoom = view.zoom) => {
    view.zoom = clamp(zoom, 1, maxZoom);
    const half = square().side / 2;
    view.x = clamp(x, half, picture.width - half);
    view.y = clamp(y, half, picture.height - half);
    frame ??= requestAnimationFrame(draw);
  };

  /** What was at one point of the stage comes to another one. A point is in shares of the stage. */
  const drag = (from, to, factor = 1) => {
    const { left, top, side } = square();
    const next = square(clamp(view.zoom * factor, 1, maxZoom)).side;
    moveTo(left + from.x * side + (0.5 - to.x) * next, top + from.y * side + (0.5 - to.y) * next, view.zoom * factor);
  };

  const middle = { x: 0.5, y: 0.5 };
  const zoomBy = (factor, point = middle) => drag(point, point, factor);

  /** For screen readers: the values at the end of a movement. */
  const announce = () => {
    const { side } = square();
    const share = (position, length) => percent.format(length > side ? (position - side / 2) / (length - side) : 0.5);
    status.textContent = [share(view.x, picture.width), share(view.y, picture.height), percent.format(view.zoom)]
      .reduce((text, value, index) => text.replace(`{${index}}`, value), status.dataset.text);
  };

  const pointOf = ({ clientX, clientY }) => {
    const box = stage.getBoundingClientRect();
    return { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height };
  };

  /** The middle of all fingers, and how far they are apart. */
  const gesture = () => {
    const points = [...pointers.values()];
    const [first, second] = points;
    const mean = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
    return { x: mean('x'), y: mean('y'), spread: second ? Math.hypot(first.x - second.x, first.y - second.y) || 1 : 1 };
  };

  stage.addEventListener('pointerdown', (event) => {
    if (picture && event.button === 0) {
      stage.setPointerCapture(event.pointerId);
      hasMoved = pointers.size > 0;
      pointers.set(event.pointerId, pointOf(event));
    }
  });
  stage.addEventListener('pointermove', (event) => {
    if (pointers.has(event.pointerId)) {
      const before = gesture();
      const point = pointOf(event);
      const start = pointers.get(event.pointerId);
      // A hand that clicks trembles.
      if (hasMoved || Math.hypot(point.x - start.x, point.y - start.y) > 0.02) {
        hasMoved = true;
        pointers.set(event.pointerId, point);
        const after = gesture();
        drag(before, after, after.spread / before.spread);
      }
    }
  });
  const lift = (event) => {
    if (pointers.delete(event.pointerId) && pointers.size === 0) {
      if (!hasMoved && event.type === 'pointerup') {
        drag(pointOf(event), middle); // without dragging: the point that was clicked comes to the middle
      }

      announce();
    }
  };
  stage.addEventListener('pointerup', lift);
  stage.addEventListener('pointercancel', lift);
  stage.addEventListener('wheel', (event) => {
    if (picture) {
      event.preventDefault();
      zoomBy(1.002 ** -event.deltaY, pointOf(event));
    }
  }, { passive: false });
  stage.addEventListener('keydown', (event) => {
    const step = event.shiftKey ? 0.2 : 0.02;
    const [x, y] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [0, 0];
    const factor = { '+': 1.1, '=': 1.1, '-': 1 / 1.1, '_': 1 / 1.1 }[event.key];
    if (picture && !event.ctrlKey && !event.metaKey && !event.altKey && (x || y || factor)) {
      event.preventDefault();
      drag(middle, { x: 0.5 + x, y: 0.5 + y }, factor);
    }
  });
  stage.addEventListener('keyup', () => picture && announce());
  slider.addEventListener('input', () => picture && zoomBy(slider.value / 100 / view.zoom));
  form.querySelectorAll('[data-zoom]').forEach((button) => button.addEventListener('click', () => {
    if (picture) {
      zoomBy(Number(button.dataset.zoom));
      announce();
    }
  }));

  const close = () => {
    generation++;
    picture?.close();
    picture = undefined;
    cancelAnimationFrame(frame);
    frame = undefined;
    pointers.clear();
    field.value = '';
    area.hidden = plain.hidden = true;
    stage.removeAttribute('aria-busy');
    clearErrors(`.error-summary:has([href="#${input.id}"])`);
    markField(input);
  };

  const reject = (error) => {
    input.value = '';
    markField(input, createElement('p', { class: 'error', id: `${input.id}-error`, role: 'alert' }, error));
    input.focus();
  };

  // Discard, Esc, and a picture that has been saved.
  form.addEventListener('reset', () => {
    close();
    dialog?.close();
  });
  dialog?.addEventListener('close', () => input.value && form.reset());
  dialog?.addEventListener('cancel', (event) => form.querySelector('button[aria-busy]') && event.preventDefault());

  return async () => {
    close();
    const own = generation;
    const [file] = input.files;
    if (!file) {
      form.reset();
      return;
    }

    area.hidden = false;
    stage.setAttribute('aria-busy', 'true'); // no submission until the picture is ready
    if (dialog && !dialog.open) {
      dialog.showModal();
    }

    stage.focus();
    if (file.type && !input.accept.includes(file.type)) {
      close();
      reject(unsupportedFormat);
      return;
    }

    // Upright, as its metadata says.
    const bitmap = await createImageBitmap(file).catch(() => null);
    const isTooLarge = file.size > maxBytes || bitmap?.width * bitmap?.height > maxPixels;
    const smaller = isTooLarge && bitmap ? await shrink(bitmap, maxBytes) : null;
    if (own !== generation) {
      return; // discarded, or another one was chosen
    }

    if (isTooLarge && !smaller) {
      close();
      reject(tooLarge);
      return;
    }

    if (!bitmap) {
      // The server may know the format all the same.
      close();
      plain.hidden = false;
      form.querySelector('[type=submit]').focus();
      return;
    }

    if (smaller) {
      const transfer = new DataTransfer();
      transfer.items.add(new File([smaller], file.name, { type: smaller.type }));
      input.files = transfer.files;
    }

    maxZoom = clamp(Math.min(bitmap.width, bitmap.height) / SMALLEST_SQUARE, 1, MAX_ZOOM);
    const [width, height] = sizeWithin(bitmap, PREVIEW_SIDE);
    const drawn = width === bitmap.width ? bitmap : await createImageBitmap(bitmap, { resizeWidth: width, resizeHeight: height, resizeQuality: 'medium' });
    if (own !== generation) {
      return;
    }

    picture = drawn;
    slider.max = Math.round(maxZoom * 100);
    slider.disabled = maxZoom === 1;
    view = { x: picture.width / 2, y: picture.height / 2, zoom: 1 };
    draw();
    stage.removeAttribute('aria-busy');
    announce();
  };
}

function sizeWithin({ width, height }, side) {
  const factor = Math.min(1, side / Math.max(width, height));
  return [width, height].map((length) => Math.max(1, Math.round(length * factor)));
}

/** The whole picture, encoded again in fewer pixels. WebP keeps transparency; a browser that cannot write it writes PNG. */
async function shrink(bitmap, maxBytes) {
  const canvas = document.createElement('canvas');
  for (let side = SHRUNK_SIDE; side >= 512; side *= 0.75) {
    [canvas.width, canvas.height] = sizeWithin(bitmap, side);
    canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/webp', 0.9));
    if (blob && blob.size <= maxBytes) {
      return blob;
    }
  }

  return null;
}
