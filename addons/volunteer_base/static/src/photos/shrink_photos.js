/** @odoo-module **/

import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

const QUALITY = 0.85;

/**
 * Photos are made small on the phone, before they are sent: nine photos of a modern
 * phone are a hundred megabytes, and tell where they were taken. What the browser
 * cannot read goes as it is; the server checks and shrinks again.
 */
export class ShrinkPhotos extends Interaction {
    static selector = ".o_volunteer_photos_input";
    dynamicContent = {
        _root: {
            "t-on-change": this.onChange,
        },
    };

    async onChange() {
        const input = this.el;
        const most = parseInt(input.dataset.most || "1", 10);
        const side = parseInt(input.dataset.side || "1600", 10);
        const buttons = [...input.form.querySelectorAll("button[type=submit]")];
        for (const button of buttons) {
            button.disabled = true;
        }
        try {
            const chosen = new DataTransfer();
            for (const file of [...input.files].slice(0, most)) {
                chosen.items.add(await this.waitFor(this.shrink(file, side)));
            }
            input.files = chosen.files;
        } finally {
            for (const button of buttons) {
                button.disabled = false;
            }
        }
    }

    async shrink(file, side) {
        let picture = null;
        try {
            picture = await createImageBitmap(file, {imageOrientation: "from-image"});
        } catch {
            return file;
        }
        const scale = Math.min(1, side / Math.max(picture.width, picture.height));
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(picture.width * scale);
        canvas.height = Math.round(picture.height * scale);
        canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
        picture.close();
        const blob = await new Promise((resolve) =>
            canvas.toBlob(resolve, "image/jpeg", QUALITY)
        );
        return blob ? new File([blob], "photo.jpg", {type: "image/jpeg"}) : file;
    }
}

registry
    .category("public.interactions")
    .add("volunteer_base.shrink_photos", ShrinkPhotos);
