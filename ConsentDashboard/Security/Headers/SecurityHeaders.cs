namespace ConsentDashboard.Security.Headers;

public static class SecurityHeaders
{
    public static HeaderPolicyCollection Policy() => new HeaderPolicyCollection()
        .AddFrameOptionsDeny()
        .AddContentTypeOptionsNoSniff()
        .AddReferrerPolicySameOrigin()
        .AddCrossOriginOpenerPolicy(policy => policy.SameOrigin())
        .AddCrossOriginResourcePolicy(policy => policy.SameOrigin())
        .AddPermissionsPolicy(Features)
        .AddContentSecurityPolicy(Content);

    private static void Features(PermissionsPolicyBuilder policy)
    {
        policy.AddAccelerometer().None();
        policy.AddCamera().None();
        policy.AddDisplayCapture().None();
        policy.AddGeolocation().None();
        policy.AddGyroscope().None();
        policy.AddMagnetometer().None();
        policy.AddMicrophone().None();
        policy.AddMidi().None();
        policy.AddPayment().None();
        policy.AddUsb().None();
    }

    private static void Content(CspBuilder policy)
    {
        policy.AddDefaultSrc().None();
        policy.AddScriptSrc().Self();
        policy.AddStyleSrc().Self();

        // MudBlazor positions popovers, sizes progress bars and draws charts with style attributes. Those cannot load
        // anything or run script; style elements stay forbidden, which is why its theme is our file and not its provider.
        policy.AddStyleSrcAttr().UnsafeInline();
        policy.AddImgSrc().Self().Data();
        policy.AddFontSrc().Self();
        policy.AddConnectSrc().Self();
        policy.AddFormAction().Self();
        policy.AddBaseUri().Self();
        policy.AddFrameAncestors().None();
    }
}
