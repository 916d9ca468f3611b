import {FileModel} from "@web/core/file_viewer/file_model";

/** A file with a line; who may read the line may read the file. */
class EvidenceFile extends FileModel {
    get urlRoute() {
        const kind = this.isImage ? "image" : "content";
        return `/web/${kind}/volunteer.hour.evidence/${this.id}/file`;
    }
}

/**
 * @param {Object[]} rows `{id, name, mimetype}` of each file
 * @returns {FileModel[]} as Odoo's viewer takes them
 */
export function evidenceFiles(rows) {
    return rows.map((row) => Object.assign(new EvidenceFile(), row));
}
