package org.unbroken.storage.shared;

class MemorySharedDocumentsTest implements SharedDocumentsContract {
    private final MemorySharedDocuments documents = new MemorySharedDocuments();

    @Override
    public SharedDocuments documents() {
        return documents;
    }
}
