using System.Buffers;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Operations.Jobs;

namespace ConsentDashboard.Features.Imports.Uploads;

/// <summary>Writes the sealed file of an upload within the limits of size and disk.</summary>
public sealed class UploadedFile(JobFiles files, ImportOptions options)
{
    // Left for the database, whose log must never find the disk full.
    private const long Spared = 256L << 20;
    private const long Checked = 64L << 20;
    private const int Piece = 128 << 10;

    /// <param name="length">About how many bytes will come; null where nobody said.</param>
    public Error? Refusal(long? length) => length > options.MaxBytes ? UploadErrors.TooLarge : Fits(length ?? 0) ? null : UploadErrors.NoSpace;

    /// <returns>Bytes; or why there is no file now.</returns>
    public async Task<Result<long>> WriteAsync(PublicId import, Stream content, CancellationToken cancellation)
    {
        var piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            await using var target = files.Create(import, ImportFiles.Upload);
            var next = Checked;
            while (await ReadAsync(content, piece, cancellation) is not (0, null) and var (read, broken))
            {
                if (broken is not null)
                {
                    return broken;
                }

                if (target.Length + read > options.MaxBytes)
                {
                    return UploadErrors.TooLarge;
                }

                target.Write(piece.AsSpan(0, read));
                if (target.Length >= next)
                {
                    next += Checked;
                    if (!Fits(0))
                    {
                        return UploadErrors.NoSpace;
                    }
                }
            }

            if (target.Length == 0)
            {
                return UploadErrors.NoFile;
            }

            var length = target.Length;
            await target.CompleteAsync();
            return length;
        }
        catch (Exception e) when (DiskSpace.IsFull(e))
        {
            return UploadErrors.NoSpace;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece, clearArray: true);
        }
    }

    // No error of the disk: the sender is gone, or sends more than the server takes.
    private static async Task<(int Read, Error? Refusal)> ReadAsync(Stream content, byte[] piece, CancellationToken cancellation)
    {
        try
        {
            return (await content.ReadAsync(piece, cancellation), null);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (0, UploadErrors.TooLarge);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException)
        {
            return (0, UploadErrors.Broken);
        }
    }

    private bool Fits(long bytes) => files.FreeBytes() is not { } free || free - bytes >= Spared;
}
